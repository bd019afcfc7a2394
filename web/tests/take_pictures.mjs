// The README's picture of the page: take_pictures.mjs TRACK SECONDS FOLDER. tools/screenshots calls it.
import { join } from "node:path";
import { openBrowser, openPage, serveFiles, studio } from "./browser.mjs";

const [track, seconds, folder] = process.argv.slice(2);
const server = await serveFiles(studio);
const browser = await openBrowser();
try {
  const { page } = await openPage(browser.context, server.url);
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.locator("#files").setInputFiles([track]);
  await page.getByRole("combobox", { name: "Theme" }).selectOption("dark");
  await page.getByRole("combobox", { name: "Preset" }).selectOption("orock");
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  const position = await page.getByRole("slider", { name: "Position" }).elementHandle();
  await page.waitForFunction(
    ([slider, wanted]) => Number(slider.getAttribute("aria-valuenow")) >= wanted,
    [position, Number(seconds)],
    { timeout: 60_000 },
  );
  const path = join(folder, "page.png");
  await page.screenshot({ path });
  console.log(path);
} finally {
  await browser.close();
  server.close();
}
