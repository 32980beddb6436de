import { defaultLimit, maxLimit } from '../lambdas/api/list-query.ts';
import { cursorPattern } from '../lambdas/cursor.ts';
import { httpSchemas } from './component-schemas.ts';
import { header, headOf, jsonOf, ref, refusals } from './openapi-parts.ts';
import { problems } from './problems.ts';

const orderHeaders = { ETag: header('ETag') };
const openOrderHeaders = { ...orderHeaders, 'Retry-After': header('RetryAfter') };
const id = ref('parameters', 'OrderId');
const conditions = [ref('parameters', 'IfMatch'), ref('parameters', 'IfNoneMatch')];

/** What may go wrong with any call, and with those that are for customers. */
const forAll = (...titles: readonly string[]) =>
  refusals(['Precondition failed', ...titles, 'Internal error', 'Service unavailable'], [429]);
const forCustomers = (...titles: readonly string[]) =>
  refusals(
    ['No customer', 'Precondition failed', ...titles, 'Internal error', 'Service unavailable'],
    [401, 403, 429],
  );

const placeOrder = {
  operationId: 'placeOrder',
  tags: ['Orders'],
  summary: 'Order a coffee',
  description:
    'Answers at once; the coffee is made afterwards. The same key with the same body is the same order; the same key ' +
    'with another body is refused with 422. The body is JSON in UTF-8, of this type or any other that ends in `+json`.',
  parameters: [ref('parameters', 'IdempotencyKey')],
  requestBody: { required: true, content: jsonOf('OrderRequest') },
  responses: {
    '202': {
      description: 'Accepted. `Location` is where to ask how far it is.',
      headers: {
        ...openOrderHeaders,
        Location: header('Location'),
        'Idempotency-Replayed': header('IdempotencyReplayed'),
      },
      content: jsonOf('Order'),
      links: {
        status: { operationId: 'getOrder', parameters: { id: '$response.body#/id' } },
        change: {
          operationId: 'getOrder',
          parameters: { id: '$response.body#/id', 'If-None-Match': '$response.header.ETag' },
        },
        cancellation: { operationId: 'cancelOrder', parameters: { id: '$response.body#/id' } },
        cancellationOfThisVersion: {
          operationId: 'cancelOrder',
          parameters: { id: '$response.body#/id', 'If-Match': '$response.header.ETag' },
        },
      },
    },
    ...forCustomers(
      'Malformed body',
      'Invalid idempotency key',
      'Content too large',
      'Unsupported media type',
      'Invalid order',
      'Idempotency key reused',
    ),
  },
};

const listOrders = {
  operationId: 'listOrders',
  tags: ['Orders'],
  summary: 'One’s own orders, newest first',
  parameters: ['Limit', 'Cursor', 'Status'].map((name) => ref('parameters', name)),
  responses: {
    '200': {
      description: 'One page. It may hold fewer than `limit`; the last one has no `nextCursor`.',
      content: jsonOf('OrderPage'),
    },
    ...forCustomers('Invalid query'),
  },
};

const getOrder = {
  operationId: 'getOrder',
  tags: ['Orders'],
  summary: 'How far an order is',
  parameters: [id, ...conditions],
  responses: {
    '200': {
      description: 'The order; `Retry-After` while it can still change.',
      headers: openOrderHeaders,
      content: jsonOf('Order'),
    },
    '304': { description: 'Still the version that `If-None-Match` names.', headers: openOrderHeaders },
    ...forCustomers('Unknown order'),
  },
};

const cancelOrder = {
  operationId: 'cancelOrder',
  tags: ['Orders'],
  summary: 'Cancel an order',
  description:
    'It stays to be read. With `If-Match` it is cancelled in the version that is named, or not at all.',
  parameters: [id, ...conditions],
  responses: {
    '200': {
      description: 'Cancelled, now or before.',
      headers: orderHeaders,
      content: jsonOf('Order'),
    },
    ...forCustomers('Unknown order', 'Too late to cancel'),
  },
};

const getMenu = {
  operationId: 'getMenu',
  tags: ['Menu'],
  summary: 'Drinks, sizes, steps and how long they take',
  security: [],
  responses: {
    '200': { description: 'The menu.', content: jsonOf('Menu') },
    ...forAll(),
  },
};

const parameters = {
  OrderId: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes the order safe to repeat: one key for one order.',
    schema: { type: 'string', pattern: '^[!-~]{1,255}$', minLength: 1, maxLength: 255 },
    example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      '`*`, or the tags of the versions for which the call is meant; of any other it is refused with 412.',
    schema: { type: 'string', pattern: '^(?:\\*|(?:W/)?"[!#-~]*"(?:, ?(?:W/)?"[!#-~]*")*)$' },
    example: '"v3"',
  },
  IfNoneMatch: { name: 'If-None-Match', in: 'header', schema: { type: 'string' }, example: '"v3"' },
  Limit: {
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: maxLimit, default: defaultLimit },
  },
  Cursor: {
    name: 'cursor',
    in: 'query',
    description: '`nextCursor` of the page before.',
    schema: { type: 'string', pattern: cursorPattern.source, minLength: 44, maxLength: 44 },
  },
  Status: { name: 'status', in: 'query', schema: ref('schemas', 'OrderStatus') },
};

const headers = {
  ETag: { description: 'Names the version.', schema: { type: 'string' }, example: '"v3"' },
  IdempotencyReplayed: {
    description: 'There when an earlier request with the key has made the order.',
    schema: { type: 'string', enum: ['true'] },
  },
  AcceptPost: { description: 'What to send.', schema: { type: 'string' }, example: 'application/json' },
  AcceptEncoding: {
    description: 'There when the request had a `Content-Encoding`.',
    schema: { type: 'string', enum: ['identity'] },
  },
  Location: { description: 'Of the order.', schema: { type: 'string', format: 'uri-reference' } },
  RetryAfter: {
    description: 'Seconds until the next change is expected, or until it makes sense to try again.',
    schema: { type: 'integer', minimum: 1 },
  },
};

const problemTable = problems.map(({ type, status, title }) => `| \`${type}\` | ${status} | ${title} |`);

const description = `Asynchronous request-reply: an order is accepted with 202 and made afterwards; its status is told here, and
pushed over WebSocket (see asyncapi.json).

Errors are problems of RFC 9457. What API Gateway itself answers, 401 and 429, has its own body. \`If-Match\` and
\`If-None-Match\` are conditions of every call (RFC 9110, 13); those on dates are left aside, because nothing has a
\`Last-Modified\`.

| type | status | title |
|---|---|---|
${problemTable.join('\n')}
`;

/** The contract of the HTTP API. */
export const openapi = {
  openapi: '3.1.1',
  info: {
    title: 'Smart Coffee Maker',
    version: '1.0.0',
    description,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/', description: 'Where this document is served' }],
  security: [{ customer: [] }],
  tags: [
    { name: 'Orders', description: 'The customer’s own.' },
    { name: 'Menu', description: 'For everybody, without a token.' },
  ],
  paths: {
    '/orders': { post: placeOrder, get: listOrders, head: headOf(listOrders) },
    '/orders/{id}': { get: getOrder, head: headOf(getOrder), delete: cancelOrder },
    '/menu': { get: getMenu, head: headOf(getMenu) },
  },
  components: {
    securitySchemes: {
      customer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'Of the issuer in /config.json. The customer is its `sub`.',
      },
    },
    parameters,
    headers,
    schemas: httpSchemas,
  },
};
