/** The protocol's limit. 80 entries of a UUID and a version of up to seven digits are 3.8 KB of the 4 KB allowed. */
const maxSeen = 80;

/**
 * What to say to be told all that is open, and what is newer than `seen`. Of more entries than one message takes the
 * first are named: those that were longest without news.
 */
export function syncMessage(seen: ReadonlyMap<string, number>): string {
  return JSON.stringify({ action: 'sync', seen: Object.fromEntries([...seen].slice(0, maxSeen)) });
}
