import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** The outputs of a deployed stack, by name. Rejects in plain words when there is no such stack. */
export async function outputsOf(stack: string): Promise<Readonly<Record<string, string | undefined>>> {
  const client = new CloudFormationClient({});
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
  } catch (error) {
    // CloudFormation has no error of its own for this.
    const isUnknown = error instanceof Error && error.message.endsWith('does not exist');
    if (!isUnknown) throw error;
    throw new Error(`there is no stack ${stack} in ${await client.config.region()}`, { cause: error });
  }
}
