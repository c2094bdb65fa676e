// Light or dark: as the system asks for, until the reader chooses.
const dusk = matchMedia("(prefers-color-scheme: dark)");
let theme = "auto";

function wear(wanted = theme) {
  theme = ["light", "dark"].includes(wanted) ? wanted : "auto";
  document.documentElement.dataset.theme = theme === "auto" ? (dusk.matches ? "dark" : "light") : theme;
  readColors();
}

function switchTheme() {
  wear(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  remember();
}

dusk.addEventListener("change", () => wear());
// On paper it is light.
addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "light";
  readColors();
  picture(window.devicePixelRatio || 1);
});
addEventListener("afterprint", () => wear());
