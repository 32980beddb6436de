/** Where on the public server the issuer lives. One origin with the page, so that no CORS comes into it. */
export const issuerPath = '/oidc';

/** The `iss` of every token: it depends on the public address alone, so that tokens outlive a restart. */
export function issuerUrl(publicUrl: string): string {
  return `${publicUrl}${issuerPath}`;
}
