// Rules for the page of the classroom and its tests; those of ESLint itself, and a few that hold for our style.

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/*.min.js", ".venv*/", "docs/_build/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "complexity": ["error", 15],
      "eqeqeq": "error",
      "max-params": ["error", 6],
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text is text: make elements with make() of element.js." },
        { property: "outerHTML", message: "Text is text: make elements with make() of element.js." },
        { property: "insertAdjacentHTML", message: "Text is text: make elements with make() of element.js." },
      ],
      "no-shadow": "error",
      "no-unused-vars": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  // the page runs as it is in engines of five years ago, so its syntax is that of ES2019
  { files: ["sim/apps/classroom/page/*.js"], languageOptions: { globals: globals.browser, ecmaVersion: 2019 } },
  { files: ["sim/apps/notebook/page/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/page/*.js", "*.config.js"], languageOptions: { globals: globals.node } },
];
