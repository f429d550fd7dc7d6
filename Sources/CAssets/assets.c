#include "CAssets.h"

static const unsigned char access_css[] = {
#embed "../../Assets/access.css"
};
static const unsigned char addresses_css[] = {
#embed "../../Assets/addresses.css"
};
static const unsigned char app_css[] = {
#embed "../../Assets/app.css"
};
static const unsigned char app_js[] = {
#embed "../../Assets/app.js"
};
static const unsigned char audit_css[] = {
#embed "../../Assets/audit.css"
};
static const unsigned char copy_js[] = {
#embed "../../Assets/copy.js"
};
static const unsigned char dashboard_css[] = {
#embed "../../Assets/dashboard.css"
};
static const unsigned char dashboard_js[] = {
#embed "../../Assets/dashboard.js"
};
static const unsigned char doctor_css[] = {
#embed "../../Assets/doctor.css"
};
static const unsigned char favicon_svg[] = {
#embed "../../Assets/favicon.svg"
};
static const unsigned char feed_js[] = {
#embed "../../Assets/feed.js"
};
static const unsigned char fragment_js[] = {
#embed "../../Assets/fragment.js"
};
static const unsigned char keys_js[] = {
#embed "../../Assets/keys.js"
};
static const unsigned char live_js[] = {
#embed "../../Assets/live.js"
};
static const unsigned char map_css[] = {
#embed "../../Assets/map.css"
};
static const unsigned char map_js[] = {
#embed "../../Assets/map.js"
};
static const unsigned char menu_js[] = {
#embed "../../Assets/menu.js"
};
static const unsigned char palette_js[] = {
#embed "../../Assets/palette.js"
};
static const unsigned char parts_css[] = {
#embed "../../Assets/parts.css"
};
static const unsigned char preferences_js[] = {
#embed "../../Assets/preferences.js"
};
static const unsigned char request_js[] = {
#embed "../../Assets/request.js"
};
static const unsigned char retry_js[] = {
#embed "../../Assets/retry.js"
};
static const unsigned char runtime_css[] = {
#embed "../../Assets/runtime.css"
};
static const unsigned char shortcuts_js[] = {
#embed "../../Assets/shortcuts.js"
};
static const unsigned char stream_js[] = {
#embed "../../Assets/stream.js"
};
static const unsigned char table_js[] = {
#embed "../../Assets/table.js"
};
static const unsigned char tables_css[] = {
#embed "../../Assets/tables.css"
};
static const unsigned char tasks_css[] = {
#embed "../../Assets/tasks.css"
};
static const unsigned char texts_js[] = {
#embed "../../Assets/texts.js"
};
static const unsigned char theme_js[] = {
#embed "../../Assets/theme.js"
};
static const unsigned char time_js[] = {
#embed "../../Assets/time.js"
};
static const unsigned char timeline_js[] = {
#embed "../../Assets/timeline.js"
};
static const unsigned char toast_js[] = {
#embed "../../Assets/toast.js"
};
static const unsigned char tokens_css[] = {
#embed "../../Assets/tokens.css"
};
static const unsigned char zone_js[] = {
#embed "../../Assets/zone.js"
};

static const struct bangui_asset assets[] = {
    {"access.css", access_css, sizeof access_css},
    {"addresses.css", addresses_css, sizeof addresses_css},
    {"app.css", app_css, sizeof app_css},
    {"app.js", app_js, sizeof app_js},
    {"audit.css", audit_css, sizeof audit_css},
    {"copy.js", copy_js, sizeof copy_js},
    {"dashboard.css", dashboard_css, sizeof dashboard_css},
    {"dashboard.js", dashboard_js, sizeof dashboard_js},
    {"doctor.css", doctor_css, sizeof doctor_css},
    {"favicon.svg", favicon_svg, sizeof favicon_svg},
    {"feed.js", feed_js, sizeof feed_js},
    {"fragment.js", fragment_js, sizeof fragment_js},
    {"keys.js", keys_js, sizeof keys_js},
    {"live.js", live_js, sizeof live_js},
    {"map.css", map_css, sizeof map_css},
    {"map.js", map_js, sizeof map_js},
    {"menu.js", menu_js, sizeof menu_js},
    {"palette.js", palette_js, sizeof palette_js},
    {"parts.css", parts_css, sizeof parts_css},
    {"preferences.js", preferences_js, sizeof preferences_js},
    {"request.js", request_js, sizeof request_js},
    {"retry.js", retry_js, sizeof retry_js},
    {"runtime.css", runtime_css, sizeof runtime_css},
    {"shortcuts.js", shortcuts_js, sizeof shortcuts_js},
    {"stream.js", stream_js, sizeof stream_js},
    {"table.js", table_js, sizeof table_js},
    {"tables.css", tables_css, sizeof tables_css},
    {"tasks.css", tasks_css, sizeof tasks_css},
    {"texts.js", texts_js, sizeof texts_js},
    {"theme.js", theme_js, sizeof theme_js},
    {"time.js", time_js, sizeof time_js},
    {"timeline.js", timeline_js, sizeof timeline_js},
    {"toast.js", toast_js, sizeof toast_js},
    {"tokens.css", tokens_css, sizeof tokens_css},
    {"zone.js", zone_js, sizeof zone_js},
};

const size_t bangui_asset_count = sizeof assets / sizeof *assets;

const struct bangui_asset *bangui_asset_at(size_t index)
{
    return &assets[index];
}

static const unsigned char de_json[] = {
#embed "../../Assets/texts/de.json"
};
static const unsigned char de_phrases_json[] = {
#embed "../../Assets/texts/de.phrases.json"
};

static const struct bangui_asset texts[] = {
    {"de.json", de_json, sizeof de_json},
    {"de.phrases.json", de_phrases_json, sizeof de_phrases_json},
};

const size_t bangui_text_count = sizeof texts / sizeof *texts;

const struct bangui_asset *bangui_text_at(size_t index)
{
    return &texts[index];
}

static const unsigned char countries_json[] = {
#embed "../../Assets/map/countries.json"
};
static const unsigned char world_json[] = {
#embed "../../Assets/map/world.json"
};

static const struct bangui_asset map_files[] = {
    {"countries.json", countries_json, sizeof countries_json},
    {"world.json", world_json, sizeof world_json},
};

const size_t bangui_map_count = sizeof map_files / sizeof *map_files;

const struct bangui_asset *bangui_map_at(size_t index)
{
    return &map_files[index];
}
