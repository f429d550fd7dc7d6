#ifndef BANGUI_ASSETS_H
#define BANGUI_ASSETS_H

#include <stddef.h>

/// One file of `Assets/`, embedded at build time.
struct bangui_asset {
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    size_t count;
};

/// The number of embedded files.
extern const size_t bangui_asset_count;

/// The embedded file at `index`, below `bangui_asset_count`.
const struct bangui_asset *_Nonnull bangui_asset_at(size_t index);

/// The number of embedded files of `Assets/texts/`: the words of languages, which are not served.
extern const size_t bangui_text_count;

/// The file of words at `index`, below `bangui_text_count`.
const struct bangui_asset *_Nonnull bangui_text_at(size_t index);

/// The number of embedded files of `Assets/map/`: outlines and names of countries, which are not served.
extern const size_t bangui_map_count;

/// The file of the map at `index`, below `bangui_map_count`.
const struct bangui_asset *_Nonnull bangui_map_at(size_t index);

#endif
