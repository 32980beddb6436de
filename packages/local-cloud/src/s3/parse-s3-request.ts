import type { IncomingMessage } from 'node:http';

/** A request of S3's REST protocol, with the bucket in the path. */
export interface S3Request {
  readonly method: string;
  /** As it was asked for: path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly action: string;
  readonly bucket: string;
  /** Empty when the request is about the bucket. */
  readonly key: string;
  /** `bucket/key`, of a copy. */
  readonly source: string | undefined;
}

/** Undefined when the request is none of S3: it is not signed for it, and is no form. */
export function parseS3Request(request: IncomingMessage): S3Request | undefined {
  const { method = '', url = '', headers } = request;
  const { pathname, searchParams: query } = new URL(url, 'http://localhost');
  const credential = headers.authorization ?? query.get('X-Amz-Credential') ?? '';
  const isForm = method === 'POST' && String(headers['content-type']).startsWith('multipart/form-data');
  if (!/\/s3\/aws4_request/.test(credential) && !isForm) return undefined;
  const [, bucket = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(pathname) ?? [];
  const key = decodeURIComponent(rest);
  const source = headers['x-amz-copy-source']?.toString();
  const action = key === '' ? bucketAction(method, query, isForm) : objectAction(method, query, source);
  return {
    method,
    url,
    headers,
    action,
    bucket,
    key,
    source: source && decodeURIComponent(source).replace(/^\//, ''),
  };
}

function bucketAction(method: string, query: URLSearchParams, isForm: boolean): string {
  if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
  if (method === 'GET' && query.has('uploads')) return 'ListMultipartUploads';
  if (method === 'HEAD') return 'HeadBucket';
  if (method === 'POST' && isForm) return 'PostObject';
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  return `${method} bucket`;
}

function objectAction(method: string, query: URLSearchParams, source: string | undefined): string {
  if (query.has('uploadId')) {
    const part = source === undefined ? 'UploadPart' : 'UploadPartCopy';
    return (
      { PUT: part, POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' }[method] ?? 'ListParts'
    );
  }
  if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
  const others = [...query.keys()].filter((name) => !/^(x-amz-|x-id$|response-)/i.test(name));
  if (others.length > 0) return `${method} ${others[0]}`;
  if (method === 'PUT') return source === undefined ? 'PutObject' : 'CopyObject';
  return { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method] ?? `${method} object`;
}
