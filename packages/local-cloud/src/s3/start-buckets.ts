import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import type { ServiceReply } from '../endpoint/service-reply.ts';
import type { Fauxqs } from '../sqs/fauxqs.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { corsHeaders } from './cors.ts';
import { expireUploads } from './expire-uploads.ts';
import { listParts } from './list-parts.ts';
import { listUploads } from './list-uploads.ts';
import type { Notify } from './notify.ts';
import { watchObjects } from './object-changes.ts';
import type { S3Request } from './parse-s3-request.ts';
import { bucketProperties, type CorsRule } from './resources.ts';

const everyHour = 60 * 60 * 1000;

export interface Buckets {
  /** `traceHeader` is the X-Ray header of the call. */
  call(request: S3Request, data: Buffer, traceHeader?: string): Promise<ServiceReply>;
  /** What a browser is answered before it calls from another origin; undefined when the address is no bucket's. */
  preflight(request: IncomingMessage): ServiceReply | undefined;
  /** Ends what is looked after from time to time. */
  close(): void;
}

/** S3 with the buckets of the template. `notify` is told of each change of an object. */
export function startBuckets(
  resources: readonly ResolvedResource[],
  fauxqs: Fauxqs,
  notify: Notify,
): Buckets {
  const rules = new Map<string, readonly CorsRule[]>();
  for (const { ref, properties } of resources) {
    rules.set(ref, v.parse(bucketProperties, properties).CorsConfiguration.CorsRules);
    if (!fauxqs.buckets.hasBucket(ref)) fauxqs.buckets.createBucket(ref);
  }

  expireUploads(resources, fauxqs);
  const expiry = setInterval(expireUploads, everyHour, resources, fauxqs);

  return {
    close: () => clearInterval(expiry),
    async call(request, data, traceHeader) {
      const { method, url, headers, bucket } = request;
      if (request.action === 'ListParts') return listParts(fauxqs, request);
      if (request.action === 'ListMultipartUploads') return listUploads(fauxqs, request);
      const changes = watchObjects(fauxqs.buckets, request, data);
      const { status, headers: given, bytes } = await fauxqs.request({ method, url, headers, payload: data });
      if (status < 400) for (const change of changes()) await notify(bucket, change, traceHeader);
      const cors = corsHeaders(rules.get(bucket) ?? [], headers, method);
      const asked = status < 300 ? overrides(url) : {};
      return { status, headers: { ...given, ...asked, ...cors }, body: undefined, bytes };
    },
    preflight({ method, url = '', headers }) {
      const bucket = url.split(/[/?]/)[1] ?? '';
      const known = rules.get(bucket);
      if (method !== 'OPTIONS' || !known) return undefined;
      const cors = corsHeaders(known, headers, String(headers['access-control-request-method']));
      const answer = { body: undefined, bytes: Buffer.alloc(0) };
      return cors ? { status: 200, headers: cors, ...answer } : { status: 403, ...answer };
    },
  };
}

/** The headers that a signed address wants the object to be sent with: `response-content-disposition`. */
function overrides(url: string): Record<string, string> {
  const { searchParams } = new URL(url, 'http://localhost');
  const asked = [...searchParams].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(asked.map(([name, value]) => [name.slice('response-'.length), value]));
}
