/** `config.json`: written when the page is deployed, and by the local cloud when it starts. */
export interface ShopConfig {
  readonly apiUrl: string;
  readonly liveUrl: string;
  readonly auth: { readonly issuer: string; readonly clientId: string; readonly scope: string };
}

/** Rejects when the page was deployed without it. */
export async function readConfig(): Promise<ShopConfig> {
  const response = await fetch('/config.json', { cache: 'no-store' });
  if (!response.ok) throw new Error(`There is no config.json: ${response.status}.`);
  return response.json();
}
