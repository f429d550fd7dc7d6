// A page that could not be shown: asks again when the server said, and shows the page once it is there.
// @ts-check
import { Busy, ask, pause, shown } from "./request.js";

const mark = document.getElementById("retry");
const time = mark?.querySelector("time");

async function run() {
  for (let seconds = Number(mark?.dataset.retry); ; ) {
    if (time) time.dateTime = new Date(Date.now() + 1000 * seconds).toISOString();
    await pause(seconds);
    await shown();
    try {
      await ask(location.pathname + location.search, {});
      return location.reload();
    } catch (fault) {
      seconds = fault instanceof Busy ? fault.seconds : Math.min(60, 2 * seconds);
    }
  }
}

if (mark) void run();
