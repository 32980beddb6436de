const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');

const client = new DynamoDBClient({});

/** Adds one to the attempts of each image; those without pixels fail. */
exports.handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    const { id, pixels } = JSON.parse(body);
    await client.send(
      new UpdateItemCommand({
        TableName: process.env.TABLE,
        Key: { id: { S: id } },
        UpdateExpression: 'ADD attempts :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    if (pixels === 0) batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
};
