/** The protocol's limit. 80 entries of a UUID and a version of up to seven digits are 3.8 KB of the 4 KB allowed. */
const maxSeen = 80;

/** What to say to be told all that is newer than `seen`: as many messages as its size takes. */
export function syncMessages(seen: ReadonlyMap<string, number>): readonly string[] {
  const entries = [...seen];
  const chunks = Math.max(1, Math.ceil(entries.length / maxSeen));
  return Array.from({ length: chunks }, (_, n) => {
    const some = entries.slice(n * maxSeen, (n + 1) * maxSeen);
    return JSON.stringify({ action: 'sync', seen: Object.fromEntries(some) });
  });
}
