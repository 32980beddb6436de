import { defaultLimit, maxLimit } from '../lambdas/api/list-query.ts';
import { httpSchemas } from './component-schemas.ts';
import { header, jsonOf, problemResponses, ref } from './openapi-parts.ts';
import { problems } from './problems.ts';

const orderHeaders = { ETag: header('ETag') };
const openOrderHeaders = { ...orderHeaders, 'Retry-After': header('RetryAfter') };
const id = ref('parameters', 'OrderId');

const placeOrder = {
  operationId: 'placeOrder',
  tags: ['Orders'],
  summary: 'Order a coffee',
  description:
    'Answers at once; the coffee is made afterwards. The same key with the same body is the same order.',
  parameters: [ref('parameters', 'IdempotencyKey')],
  requestBody: { required: true, content: jsonOf('OrderRequest') },
  responses: {
    '202': {
      description: 'Accepted. `Location` is where to ask how far it is.',
      headers: { ...openOrderHeaders, Location: header('Location') },
      content: jsonOf('Order'),
      links: {
        status: { operationId: 'getOrder', parameters: { id: '$response.body#/id' } },
        cancellation: { operationId: 'cancelOrder', parameters: { id: '$response.body#/id' } },
      },
    },
    ...problemResponses(400, 401, 413, 415, 422, 429, 500, 503),
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
    ...problemResponses(401, 422, 429, 500, 503),
  },
};

const getOrder = {
  operationId: 'getOrder',
  tags: ['Orders'],
  summary: 'How far an order is',
  parameters: [id, ref('parameters', 'IfNoneMatch')],
  responses: {
    '200': {
      description: 'The order; `Retry-After` while it can still change.',
      headers: openOrderHeaders,
      content: jsonOf('Order'),
    },
    '304': { description: 'Still the version that `If-None-Match` names.', headers: openOrderHeaders },
    ...problemResponses(401, 404, 429, 500, 503),
  },
};

const cancelOrder = {
  operationId: 'cancelOrder',
  tags: ['Orders'],
  summary: 'Cancel an order',
  parameters: [id],
  responses: {
    '200': {
      description: 'Cancelled, now or before.',
      headers: orderHeaders,
      content: jsonOf('Order'),
    },
    ...problemResponses(401, 404, 409, 429, 500, 503),
  },
};

const getMenu = {
  operationId: 'getMenu',
  tags: ['Menu'],
  summary: 'Drinks, sizes, steps and how long they take',
  security: [],
  responses: {
    '200': { description: 'The menu.', content: jsonOf('Menu') },
    ...problemResponses(429, 500, 503),
  },
};

const parameters = {
  OrderId: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes the order safe to repeat.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
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
    schema: { type: 'string' },
  },
  Status: { name: 'status', in: 'query', schema: ref('schemas', 'OrderStatus') },
};

const headers = {
  ETag: { description: 'Names the version.', schema: { type: 'string' }, example: '"v3"' },
  Location: { description: 'Of the order.', schema: { type: 'string', format: 'uri-reference' } },
  RetryAfter: {
    description: 'Seconds until the next change is expected, or until it makes sense to try again.',
    schema: { type: 'integer', minimum: 1 },
  },
};

const problemTable = problems.map(({ type, status, title }) => `| \`${type}\` | ${status} | ${title} |`);

const description = `Asynchronous request-reply: an order is accepted with 202 and made afterwards; its status is told here, and
pushed over WebSocket (see asyncapi.json).

Errors are problems of RFC 9457. What API Gateway itself answers, 401 and 429, has its own body.

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
    '/orders': { post: placeOrder, get: listOrders },
    '/orders/{id}': { get: getOrder, delete: cancelOrder },
    '/menu': { get: getMenu },
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
