// Server-sent events over fetch: EventSource cannot send an Authorization header.

const longestSilence = 40_000; // the bridge says something every 15 s; after twice that the connection is dead

export class NotAllowed extends Error {}

/** Calls `heard` for every event until the connection ends; resolves with the last event's number, to resume after. */
export async function listen({ after, authorization, opened, heard }) {
  const abort = new AbortController();
  let silence;
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => abort.abort(), longestSilence);
  };

  try {
    alive();
    const headers = authorization ? { Authorization: authorization } : {};
    if (after !== null) headers["Last-Event-ID"] = after;
    const response = await fetch("/centre/events", { headers, cache: "no-store", signal: abort.signal });
    if (response.status === 401) throw new NotAllowed();
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    opened();

    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return after;
      alive();
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const id = /^id: (\d+)$/m.exec(block);
        if (!id) continue;
        after = id[1];
        heard(after);
      }
    }
  } finally {
    clearTimeout(silence);
  }
}
