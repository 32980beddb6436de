import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Bucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DownloadEnv } from '../lambdas/api/env.ts';
import { lambdaFile } from './functions/function-entry.ts';
import { TaskFunction } from './functions/task-function.ts';
import type { TaskModule } from './functions/task-module.ts';
import type { OrdersTable } from './orders-table.ts';
import { privateBucket } from './private-bucket.ts';
import type { TaskApi } from './task-api.ts';

export interface DownloadProps {
  readonly task: TaskModule;
  readonly api: TaskApi;
  readonly orders: OrdersTable;
}

/** The files that work steps make: a private bucket, and the route by which customers get theirs. */
export class ResultFiles extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Files', {
      ...privateBucket,
      lifecycleRules: [
        // Longer than the table keeps the order, which TTL removes days late: adapters/dynamodb/order-item.ts.
        { expiration: Duration.days(37), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // A page follows the link of the download from an origin that browsers then call null. The link is what lets in.
      cors: [{ allowedOrigins: ['*'], allowedMethods: [HttpMethods.GET, HttpMethods.HEAD] }],
    });
  }

  /** To keep files, and to remove what earlier runs have left of the same order. */
  allowStore(fn: TaskFunction<object>): void {
    fn.allow(['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], this.bucket.arnForObjects('*'));
    fn.allow(['s3:ListBucket', 's3:ListBucketMultipartUploads'], this.bucket.bucketArn);
  }

  /** `GET /reports/{id}/download`. A function of its own: its client would cost the API's cold starts. */
  addDownload({ task, api, orders }: DownloadProps): void {
    const download = new TaskFunction<DownloadEnv>(this, 'Download', {
      code: { module: lambdaFile('api/download-handler') },
      description: 'Leads customers to the files of their orders',
      environment: {
        ORDERS_TABLE: orders.table.tableName,
        RESULTS_BUCKET: this.bucket.bucketName,
        PROBLEM_TYPES: task.problemTypes,
      },
    });
    orders.allowRead(download);
    download.allow(['s3:GetObject'], this.bucket.arnForObjects('*'));
    const { GET, HEAD } = HttpMethod;
    api.addRoutes(`/${task.collection}/{id}/download`, [GET, HEAD], download.fn);
  }
}
