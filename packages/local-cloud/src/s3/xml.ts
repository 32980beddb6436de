import type { ServiceReply } from '../endpoint/service-reply.ts';

/** An answer of S3's REST protocol. */
export function xmlReply(name: string, content: readonly string[]): ServiceReply {
  const bytes = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content)}`);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: undefined, bytes };
}

export function element(name: string, content: string | number | boolean | readonly string[]): string {
  const inner = typeof content === 'object' ? content.join('') : escaped(String(content));
  return `<${name}>${inner}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
