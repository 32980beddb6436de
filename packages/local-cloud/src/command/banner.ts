import { styleText } from 'node:util';
import type { Cloud } from '../cloud.ts';
import { resourcesOf } from '../template/resolved-template.ts';

type Told = Pick<Cloud, 'url' | 'apis' | 'template'>;

/** What is open, and how to get at it. */
export function banner({ url, apis, template }: Told): string {
  const { port } = new URL(url);
  const lines = [
    ...apis.map((api) => [
      `${api.protocol === 'HTTP' ? 'HTTP' : 'WebSocket'} API ${template.resources.get(api.id)?.properties.Name ?? api.id}`,
      styleText('cyan', api.url),
    ]),
    ...outputsOf(template),
    ...tokens(url, template),
    ['exports for AWS tools', `eval "$(npx local-cloud env --port ${port})"`],
  ];
  const width = Math.max(...lines.map(([name = '']) => name.length));
  const body = lines.map(([name = '', value]) => `  ${name.padEnd(width)}  ${value}`);
  return [
    '',
    styleText('bold', 'The local cloud is open'),
    '',
    ...body,
    '',
    styleText('dim', 'Ctrl-C closes it.'),
    '',
  ].join('\n');
}

/** Of a value that another stack imports. */
const madeByCdk = /^ExportsOutput/;

function outputsOf({ outputs }: Told['template']): string[][] {
  return Object.entries(outputs).flatMap(([stack, values]) =>
    Object.entries(values)
      .filter(([name]) => !madeByCdk.test(name))
      .map(([name, value]) => [`${stack}.${name}`, value]),
  );
}

function tokens(url: string, template: Told['template']): string[][] {
  if (resourcesOf(template, 'AWS::Cognito::UserPool').length === 0) return [];
  return [['token of a user', `curl -s '${url}/local/token?user=NAME'`]];
}
