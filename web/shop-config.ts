/** `config.json`: written when the page is deployed, and by the local cloud when it starts. */
export interface ShopConfig {
  readonly apiUrl: string;
  readonly liveUrl: string;
  readonly auth: { readonly issuer: string; readonly clientId: string; readonly scope: string };
}

/** Rejects, in words for customers, when there is none to be had now. */
export async function readConfig(): Promise<ShopConfig> {
  const response = await fetch('/config.json', { cache: 'no-store' }).catch(() => undefined);
  if (response?.ok) return response.json();
  const why = response ? `config.json is answered with ${response.status}` : 'it cannot be reached';
  throw new Error(`The shop is not open: ${why}. Trying again.`);
}
