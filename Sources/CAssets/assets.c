#include "CAssets.h"

static const unsigned char app_css[] = {
#embed "../../Assets/app.css"
};
static const unsigned char app_js[] = {
#embed "../../Assets/app.js"
};

static const struct bangui_asset assets[] = {
    {"app.css", app_css, sizeof app_css},
    {"app.js", app_js, sizeof app_js},
};

const size_t bangui_asset_count = sizeof assets / sizeof *assets;

const struct bangui_asset *bangui_asset_at(size_t index)
{
    return &assets[index];
}
