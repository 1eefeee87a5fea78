// What is typed is kept on the server as it is typed, so that a reload, a lost line or another device loses nothing.

const PAUSE = 700; // milliseconds without a key before what was typed is sent

export class DraftKeeper {
  // told(form, kind, content): what became of a draft - "saving", "saved", "conflict" or "failed".
  constructor(wire, told) {
    this.wire = wire;
    this.told = told;
    this.bases = {};
    this.timers = {};
    this.sending = {};
  }

  // Something was typed into a form; read() gives its values and reason when it is sent.
  typed(form, place, read) {
    clearTimeout(this.timers[form]);
    this.told(form, "saving");
    this.timers[form] = setTimeout(() => this.send(form, place, read), PAUSE);
  }

  // What was waited for is no longer wanted, because the form was submitted.
  drop(form) {
    clearTimeout(this.timers[form]);
    delete this.timers[form];
  }

  async send(form, place, read) {
    this.drop(form);
    const round = { ...place };
    try {
      const answer = await this.wire.sent("/api/draft", { ...round, form, ...read(), base: this.bases[form] || 0 });
      this.bases[form] = answer.revision;
      this.told(form, "saved");
    } catch (error) {
      if (error.content && error.content.draft) this.told(form, "conflict", { sentence: error.message, draft: error.content.draft });
      else this.told(form, "failed", { sentence: error.message });
    }
  }

  // The drafts of the seat as the server has them; those of other devices are told to the form.
  async fetch() {
    const { forms, round, line } = await this.wire.sent("/api/draft");
    Object.entries(forms).forEach(([form, draft]) => { this.bases[form] = draft.revision; });
    return { forms, round, line };
  }
}
