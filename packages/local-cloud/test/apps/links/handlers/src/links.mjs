import { randomBytes } from 'node:crypto';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

const { TABLE, CODE_LENGTH, HOST, GREETING } = process.env;
const client = new DynamoDBClient({});

const routes = {
  'GET /': about,
  'POST /links': shorten,
  'GET /{code}': follow,
};

export async function handler(event, context) {
  return routes[event.routeKey](event, context);
}

function about(_event, { invokedFunctionArn }) {
  return { greeting: Buffer.from(GREETING, 'base64').toString(), host: HOST, invokedFunctionArn };
}

async function shorten({ body }) {
  const { url } = JSON.parse(body);
  const code = randomBytes(16).toString('hex').slice(0, Number(CODE_LENGTH));
  await client.send(new PutItemCommand({ TableName: TABLE, Item: { code: { S: code }, url: { S: url } } }));
  return { statusCode: 201, headers: { location: `/${code}` }, body: JSON.stringify({ code }) };
}

async function follow({ pathParameters: { code } }) {
  const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key: { code: { S: code } } }));
  if (!Item) return { statusCode: 404, body: 'no such link' };
  return { statusCode: 302, headers: { location: Item.url.S } };
}
