import type { Cloud } from 'local-cloud';
import pico from 'picocolors';

/** What to do now that the shop is open: addresses, and commands to copy. */
export function startupBanner({ url, liveUrl }: Pick<Cloud, 'url' | 'liveUrl'>): string {
  const { bold, cyan, dim } = pico;
  return `
${bold('☕ Smart Coffee Maker is open')}

  page   ${cyan(url)}
  api    ${cyan(url)}   ${dim('POST /orders, GET /orders, GET /menu')}
  docs   ${cyan(`${url}/docs`)}
  live   ${cyan(liveUrl)}

${dim('# a token for a customer, an order, its status')}
TOKEN=$(curl -s '${url}/local/token?user=shawn' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -i ${url}/orders -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"drink":"latte","name":"Shawn"}'
curl -s ${url}/orders -H "Authorization: Bearer $TOKEN"

${dim('# listen, until your coffee is ready')}
npx wscat -c ${liveUrl} -s coffee.v1 -s "bearer.$TOKEN"

${dim('Ctrl-C closes the shop.')}
`;
}
