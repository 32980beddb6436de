import { startDataPlane } from './endpoint/data-plane.ts';
import { PutItemCommand, UpdateItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, ReceiveMessageCommand, DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { mkdtempSync } from 'node:fs';
const stmt=[{Effect:'Allow',Action:['dynamodb:*','sqs:*'],Resource:'*'}];
const template={Resources:{Orders:{Type:'AWS::DynamoDB::Table',Properties:{AttributeDefinitions:['orderId','owner'].map(n=>({AttributeName:n,AttributeType:'S'})),KeySchema:[{AttributeName:'orderId',KeyType:'HASH'}],BillingMode:'PAY_PER_REQUEST',StreamSpecification:{StreamViewType:'NEW_AND_OLD_IMAGES'},GlobalSecondaryIndexes:[{IndexName:'byOwner',KeySchema:[{AttributeName:'owner',KeyType:'HASH'}],Projection:{ProjectionType:'KEYS_ONLY'}}]}},Slips:{Type:'AWS::SQS::Queue'},W:{Type:'AWS::IAM::Role',Properties:{AssumeRolePolicyDocument:{Statement:[]},Policies:[{PolicyName:'p',PolicyDocument:{Version:'2012-10-17',Statement:stmt}}]}}},Outputs:{U:{Value:{Ref:'Slips'}}}};
for (const dataDir of [undefined, mkdtempSync('/tmp/h1/data-')]) {
  const plane=await startDataPlane({template,...(dataDir&&{dataDir})});
  const {dynamodb,sqs}=plane.clientsOf('W'); const U=plane.outputs.U;
  const stat=async(name:string,n:number,f:(i:number)=>Promise<unknown>)=>{const t:number[]=[];for(let i=0;i<n;i++){const s=performance.now();await f(i);t.push(performance.now()-s)};t.sort((a,b)=>a-b);console.log(dataDir?'disk':'mem',name,'first..',t.at(-1)!.toFixed(1),'p50',t[n>>1]!.toFixed(2),'p95',t[Math.floor(n*.95)]!.toFixed(2))};
  const big={S:'x'.repeat(600)};
  await stat('put',500,i=>dynamodb.send(new PutItemCommand({TableName:'Coffee-Orders',Item:{orderId:{S:'o'+i},owner:{S:'s'},big}})));
  await stat('update',500,i=>dynamodb.send(new UpdateItemCommand({TableName:'Coffee-Orders',Key:{orderId:{S:'o'+i}},UpdateExpression:'ADD n :n',ExpressionAttributeValues:{':n':{N:'1'}}})));
  await stat('get',500,i=>dynamodb.send(new GetItemCommand({TableName:'Coffee-Orders',Key:{orderId:{S:'o'+i}}})));
  await stat('send',500,i=>sqs.send(new SendMessageCommand({QueueUrl:U,MessageBody:'m'+i})));
  await stat('receive+delete',500,async()=>{const r=await sqs.send(new ReceiveMessageCommand({QueueUrl:U,MessageSystemAttributeNames:['All']}));await sqs.send(new DeleteMessageCommand({QueueUrl:U,ReceiptHandle:r.Messages![0]!.ReceiptHandle}))});
  await stat('in-process put',500,i=>plane.tables.call('PutItem',{TableName:'Coffee-Orders',Item:{orderId:{S:'p'+i},owner:{S:'s'},big}}));
  await stat('wake by send',100,async()=>{const w=sqs.send(new ReceiveMessageCommand({QueueUrl:U,WaitTimeSeconds:5}));await new Promise(r=>setTimeout(r,12));const s=performance.now();await sqs.send(new SendMessageCommand({QueueUrl:U,MessageBody:'m'}));await w;(globalThis as any).d=(globalThis as any).d??[];(globalThis as any).d.push(performance.now()-s)});
  const d=(globalThis as any).d.splice(0).sort((a:number,b:number)=>a-b);console.log(' wake', d[50].toFixed(2), d[95].toFixed(2));
  const late:number[]=[];await Promise.all(Array.from({length:40},async(_, i)=>{await new Promise(r=>setTimeout(r,i*13));const s=Date.now();await sqs.send(new SendMessageCommand({QueueUrl:U,MessageBody:String(s),DelaySeconds:1}))}).concat(Array.from({length:8},async()=>{for(let k=0;k<5;k++){const r=await sqs.send(new ReceiveMessageCommand({QueueUrl:U,WaitTimeSeconds:5}));if(r.Messages)late.push(Date.now()-Number(r.Messages[0]!.Body)-1000)}})));
  late.sort((a,b)=>a-b);console.log(' delayed lateness', late.length, late[late.length>>1], late.at(-1));
  await plane.close();
}
