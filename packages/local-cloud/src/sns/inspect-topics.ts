import type { Inspection } from '../template/inspection.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';

/** FIFO topics deliver to queues alone: https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html */
export function inspectTopics(template: ResolvedTemplate, { attempt }: Inspection): void {
  for (const one of resourcesOf(template, 'AWS::SNS::Subscription')) {
    const { TopicArn, Protocol } = one.properties;
    const isFifo = String(TopicArn).endsWith('.fifo');
    if (isFifo && Protocol !== 'sqs') attempt(one, () => refuse(one.logicalId, String(Protocol)));
  }
}

function refuse(logicalId: string, protocol: string): never {
  const problem = `SNS delivers messages of FIFO topics to queues, not by ${protocol}`;
  throw new UnsupportedTemplateError(`${logicalId}.Protocol`, problem, 'put a queue between them');
}
