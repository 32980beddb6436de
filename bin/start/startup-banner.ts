import { styleText } from 'node:util';
import type { Cloud } from 'local-cloud';

/** What to do now that the shop is open: addresses, and commands to copy. */
export function startupBanner({ url, liveUrl }: Pick<Cloud, 'url' | 'liveUrl'>): string {
  return `
${styleText('bold', '☕ Smart Coffee Maker is open')}

  page   ${styleText('cyan', url)}
  api    ${styleText('cyan', url)}   ${styleText('dim', 'POST /orders, GET /orders, GET /menu')}
  docs   ${styleText('cyan', `${url}/docs`)}
  live   ${styleText('cyan', liveUrl)}

${styleText('dim', '# a token for a customer, an order, its status')}
TOKEN=$(curl -s '${url}/local/token?user=shawn' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -i ${url}/orders -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"drink":"latte","name":"Shawn"}'
curl -s ${url}/orders -H "Authorization: Bearer $TOKEN"

${styleText('dim', '# listen, until your coffee is ready')}
npx wscat -c ${liveUrl} -s coffee.v1 -s "bearer.$TOKEN"

${styleText('dim', 'Ctrl-C closes the shop.')}
`;
}
