import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { type Issuer, startIssuer } from './issuer.ts';

/** One issuer stands for all user pools; undefined if there are none. */
export async function startIssuerOf(
  template: ResolvedTemplate,
  publicUrl: string,
  dataDir: string | undefined,
): Promise<Issuer | undefined> {
  if (resourcesOf(template, 'AWS::Cognito::UserPool').length === 0) return undefined;
  const [client] = resourcesOf(template, 'AWS::Cognito::UserPoolClient');
  return startIssuer({ publicUrl, clientId: client?.ref ?? '', dataDir });
}
