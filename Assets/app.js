// Starts what makes the pages lively. They work without any of it.
// @ts-check
import "./copy.js";
import "./keys.js";
import "./live.js";
import "./menu.js";
import "./table.js";
import "./theme.js";
import "./time.js";
import "./toast.js";

document.documentElement.dataset.script = "";
