import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import type { ServiceReply } from '../endpoint/service-reply.ts';
import type { Fauxqs } from '../sqs/fauxqs.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { corsHeaders } from './cors.ts';
import type { S3Request } from './parse-s3-request.ts';
import { bucketProperties, type CorsRule } from './resources.ts';

export interface Buckets {
  call(request: S3Request, data: Buffer): Promise<ServiceReply>;
  /** What a browser is answered before it calls from another origin; undefined when the address is no bucket's. */
  preflight(request: IncomingMessage): ServiceReply | undefined;
}

/** S3 with the buckets of the template. */
export function startBuckets(resources: readonly ResolvedResource[], fauxqs: Fauxqs): Buckets {
  const rules = new Map<string, readonly CorsRule[]>();
  for (const { ref, properties } of resources) {
    rules.set(ref, v.parse(bucketProperties, properties).CorsConfiguration.CorsRules);
    if (!fauxqs.buckets.hasBucket(ref)) fauxqs.buckets.createBucket(ref);
  }

  return {
    async call({ method, url, headers, bucket }, data) {
      const { status, headers: given, bytes } = await fauxqs.request({ method, url, headers, payload: data });
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
