import {
  ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';

const { TABLE: TableName, CALLBACK_URL: endpoint } = process.env;
const table = new DynamoDBClient({});
const connections = new ApiGatewayManagementApiClient({ endpoint });

const routes = {
  $connect: (id) => table.send(new PutItemCommand({ TableName, Item: { id: { S: id } } })),
  $disconnect: leave,
  say: (id, { words }) => tellAll(JSON.stringify({ from: id, words })),
};

export async function handler({ requestContext: { routeKey, connectionId }, body }) {
  await routes[routeKey](connectionId, body && JSON.parse(body));
  return { statusCode: 200 };
}

function leave(id) {
  return table.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }));
}

async function tellAll(Data) {
  const { Items } = await table.send(new ScanCommand({ TableName }));
  await Promise.all(
    Items.map(async ({ id: { S: ConnectionId } }) => {
      try {
        await connections.send(new PostToConnectionCommand({ ConnectionId, Data }));
      } catch (error) {
        if (!(error instanceof GoneException)) throw error;
        await leave(ConnectionId);
      }
    }),
  );
}
