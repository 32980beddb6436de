import { expect, it } from 'vitest';
import { localCloud } from './running-app.ts';

it('an app full of what is unknown or does not fit is refused, all of it at once', async () => {
  const { code, stdout, stderr } = await localCloud([], 'unknown');
  expect(stderr).toBe(refusal);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

const leaveOut = 'leave it out where the app runs locally';
const functions =
  'Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select, Fn::Split, Fn::If, Fn::FindInMap, Fn::Base64, Fn::ImportValue, ' +
  'Fn::GetStackOutput, Fn::GetAZs, Fn::Length, Fn::ToJsonString';

const refusal = `local-cloud: the local cloud does not run 16 things of this app:
  Teapot (Store/Teapot): the local cloud does not know the type AWS::Kitchen::Teapot; ${leaveOut}
  ApiKeyF9DDEE66 (Store/ApiKey/Resource): the local cloud does not know the type AWS::SecretsManager::Secret; ${leaveOut}
  JobsDF1CC2D4.DelaySeconds (Store/Jobs/Resource): the local cloud cannot resolve Fn::Transform here; it knows ${functions}
  JobsDF1CC2D4.Temperature (Store/Jobs/Resource): the local cloud does not know this property of AWS::SQS::Queue; ${leaveOut}
  JobsDF1CC2D4.Colour (Store/Jobs/Resource): the local cloud does not know this property of AWS::SQS::Queue; ${leaveOut}
  Function76856677.Environment.Variables.ADDRESS.Fn::ImportValue (Work/Function/Resource): no stack of the app exports NobodyExportsThis; add the stack that does
  Function76856677.Runtime (Work/Function/Resource): the local cloud takes "nodejs20.x" or "nodejs22.x" or "nodejs24.x" here, not "python3.13"; change it where the app runs locally
  Function76856677.Layers (Work/Function/Resource): the local cloud does not know this property of AWS::Lambda::Function; ${leaveOut}
  Outputs.Colour.Value.Fn::GetAtt: Nothing is neither a resource nor a parameter; check its name
  OfficeDefaultPolicyB8DC88E9 (Odd/Office/DefaultPolicy/Resource): no local request carries the condition key aws:SourceIp; drop the condition where the app runs locally
  Untrusted.Role (Odd/Untrusted): Lambda cannot assume the role arn:aws:iam::000000000000:role/Odd-Server7E7D21FA because no resource-based policy allows the sts:AssumeRole action; let lambda.amazonaws.com assume it in the role's AssumeRolePolicyDocument, of a role of this app
  Old.PayloadFormatVersion (Odd/Old): the local cloud calls functions of HTTP APIs with payload format 2.0 alone; set it to 2.0
  Talk (Odd/Talk): a WebSocket API needs exactly one stage here; give it one, or make an API for each
  Call.Protocol (Odd/Call): SNS delivers messages of FIFO topics to queues, not by lambda; put a queue between them
  Files8E6940B8 (Odd/Files/Resource): S3 cannot notify arn:aws:sqs:us-east-1:000000000000:inbox because no resource-based policy allows the sqs:SendMessage action; let s3.amazonaws.com in
  Lost.Code (Odd/Lost): no asset lost.zip was synthesized; give the code as a folder
`;
