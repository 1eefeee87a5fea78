"""How play looks in a notebook: quiet, in the notebook's own colours, dark or light."""

STYLE = """<style>
.guanxi-play { --gx-line: rgba(128, 128, 128, .35); --gx-soft: rgba(128, 128, 128, .10); --gx-accent: #0072B2;
  --gx-height: clamp(620px, 80vh, 900px);
  --gx-grey: var(--jp-ui-font-color2, #666); max-width: 980px; color: var(--jp-ui-font-color1, #222); }
.guanxi-play .widget-html-content, .guanxi-play .jupyter-widget-html-content { line-height: 1.45;
  font-size: 14px; white-space: normal; }
.guanxi-play .widget-html, .guanxi-play .jupyter-widget-html { height: auto; }
.guanxi-play h2 { font-size: 20px; margin: 4px 0 2px; line-height: 1.25; font-weight: 600; }
.guanxi-play h3 { font-size: 15px; margin: 14px 0 4px; font-weight: 600; }
.guanxi-play p { margin: 4px 0; max-width: 820px; }
.guanxi-play ul { margin: 4px 0; padding-left: 20px; }
.guanxi-play .gx-note { color: var(--gx-grey); font-size: 13px; }
.guanxi-play .gx-busy { margin: 0; color: var(--gx-accent); font-weight: 600; }
.guanxi-play .gx-refusal, .guanxi-play .gx-ask, .guanxi-play .gx-good, .guanxi-play .gx-message {
  border-left: 4px solid #D55E00; background: var(--gx-soft); padding: 7px 12px; margin: 6px 0; max-width: 820px; }
.guanxi-play .gx-ask { border-color: #E69F00; }
.guanxi-play .gx-good { border-color: #009E73; }
.guanxi-play .gx-message { border-color: var(--gx-accent); }
.guanxi-play table.gx-table { border-collapse: collapse; margin: 6px 0 10px; font-variant-numeric: tabular-nums;
  font-size: 13px; }
.guanxi-play table.gx-table th, .guanxi-play table.gx-table td { text-align: left; padding: 3px 12px;
  border-bottom: 1px solid var(--gx-line); vertical-align: top; max-width: 460px; }
.guanxi-play table.gx-table .gx-right { text-align: right; white-space: nowrap; }
.guanxi-play table.gx-table th { border-bottom: 2px solid var(--gx-line); font-weight: 600; }
.guanxi-play table.gx-table th:first-child, .guanxi-play table.gx-table td:first-child { padding-left: 0; }
.guanxi-play .gx-scroll { overflow-x: auto; max-height: 420px; overflow-y: auto; }
.guanxi-play .gx-progress { display: flex; gap: 3px; margin: 8px 0 2px; max-width: 820px; }
.guanxi-play .gx-progress span { flex: 1; height: 8px; border-radius: 2px; background: var(--gx-line); }
.guanxi-play .gx-progress span.gx-done { background: var(--gx-accent); }
.guanxi-play .gx-progress span.gx-open { background: #E69F00; }
.guanxi-play .gx-hand-over { text-align: center; padding: 56px 20px 12px; }
.guanxi-play .gx-hand-over h2 { font-size: 26px; }
.guanxi-play .gx-field { border-bottom: 1px solid var(--gx-line); padding: 5px 0 3px; }
.guanxi-play .gx-label { font-weight: 600; }
.guanxi-play .gx-help { color: var(--gx-grey); font-size: 12.5px; line-height: 1.35; }
.guanxi-play .gx-tall { height: var(--gx-height); overflow-y: auto; overflow-x: hidden; flex-wrap: nowrap; }
.guanxi-play .gx-tall > * { flex: 0 0 auto; }
.guanxi-play .gx-fields, .guanxi-play .gx-roomy { max-height: calc(var(--gx-height) - 390px);
  overflow-y: auto; overflow-x: hidden; border: 1px solid var(--gx-line);
  padding: 2px 10px 6px; margin: 4px 0; flex: 0 0 auto; display: block; }
.guanxi-play .gx-roomy { max-height: calc(var(--gx-height) - 230px); }
.guanxi-play .gx-centre { justify-content: center; }
.guanxi-play .widget-image, .guanxi-play .jupyter-widget-image { max-width: 100%; object-fit: contain;
  height: auto; }
</style>"""
