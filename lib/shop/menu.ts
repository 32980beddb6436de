import { join } from 'node:path';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { MenuEnv } from '../../coffee/menu-handler.ts';
import { TaskFunction } from '../functions/task-function.ts';
import type { TaskApi } from '../task-api.ts';

export interface MenuProps {
  readonly api: TaskApi;
  /** How many times as fast as on the menu coffee is made. */
  readonly brewSpeed: number;
}

/** `GET /menu`, the shop's own addition to the API. */
export class Menu extends Construct {
  constructor(scope: Construct, id: string, { api, brewSpeed }: MenuProps) {
    super(scope, id);
    const { fn } = new TaskFunction<MenuEnv>(this, 'Menu', {
      code: { module: join(import.meta.dirname, '../../coffee/menu-handler.ts') },
      description: 'Tells the menu',
      environment: { SPEED: String(brewSpeed) },
    });
    api.addRoutes('/menu', [HttpMethod.GET, HttpMethod.HEAD], fn, 'public');
  }
}
