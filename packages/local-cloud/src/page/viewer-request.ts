import type { IncomingMessage } from 'node:http';
import { createContext, Script } from 'node:vm';
import * as v from 'valibot';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { edgeFunctionProperties } from './resources.ts';

/** What of a request decides where it goes. */
export type ViewerRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** The path, without a query, that CloudFront asks the page's bucket for. */
export type Rewrite = (request: ViewerRequest) => string;

type Handler = (event: unknown) => unknown;

const distribution = v.object({
  DistributionConfig: v.object({
    DefaultCacheBehavior: v.object({
      FunctionAssociations: v.optional(
        v.array(v.object({ EventType: v.string(), FunctionARN: v.string() })),
        [],
      ),
    }),
  }),
});
const answer = v.object({ uri: v.string() });

/**
 * Runs the code of the template's CloudFront function, as CloudFront does with each request of a viewer before it looks for
 * a file; leaves the path as it is without one.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
export function viewerRequest(template: ResolvedTemplate): Rewrite {
  const handlers = functionsAt(template, 'viewer-request').map(load);
  return (request) => handlers.reduce((uri, handle) => ask(handle, request, uri), pathOf(request));
}

/** Throws when the function does not give back a request: one that answers by itself is not run here. */
function ask({ logicalId, handler }: ReturnType<typeof load>, request: ViewerRequest, uri: string): string {
  const result = v.safeParse(answer, handler(eventOf(request, uri)));
  if (!result.success) throw new Error(`${logicalId} gave back no request: only its uri counts here`);
  return result.output.uri;
}

function functionsAt(template: ResolvedTemplate, eventType: string): readonly ResolvedResource[] {
  const arns = resourcesOf(template, 'AWS::CloudFront::Distribution').flatMap(({ properties }) => {
    const { DefaultCacheBehavior } = v.parse(distribution, properties).DistributionConfig;
    return DefaultCacheBehavior.FunctionAssociations.filter(({ EventType }) => EventType === eventType);
  });
  const all = resourcesOf(template, 'AWS::CloudFront::Function');
  return all.filter((one) => arns.some(({ FunctionARN }) => FunctionARN === one.attribute('FunctionARN')));
}

/** In a context of its own: CloudFront's runtime has nothing of Node. */
function load({ logicalId, properties }: ResolvedResource) {
  const { FunctionCode } = v.parse(edgeFunctionProperties, properties);
  const script = new Script(`${FunctionCode}\n;handler`, { filename: `${logicalId}.js` });
  return { logicalId, handler: script.runInContext(createContext({})) as Handler };
}

function eventOf({ method = 'GET', headers }: ViewerRequest, uri: string) {
  const sent = Object.entries(headers).map(([name, value]) => [name, { value: String(value) }]);
  return {
    version: '1.0',
    context: { eventType: 'viewer-request' },
    viewer: { ip: '127.0.0.1' },
    request: { method, uri, querystring: {}, headers: Object.fromEntries(sent), cookies: {} },
  };
}

function pathOf({ url = '/' }: ViewerRequest): string {
  return url.replace(/[?#].*$/s, '');
}
