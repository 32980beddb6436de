import * as v from 'valibot';

const noEffect = v.optional(v.unknown());

const routeSettings = v.strictObject({
  ThrottlingBurstLimit: v.optional(v.number()),
  ThrottlingRateLimit: v.optional(v.number()),
  DetailedMetricsEnabled: noEffect, // no CloudWatch
  LoggingLevel: noEffect, // no CloudWatch
  DataTraceEnabled: noEffect, // no CloudWatch
});

const corsConfiguration = v.strictObject({
  AllowCredentials: v.optional(v.boolean()),
  AllowHeaders: v.optional(v.array(v.string())),
  AllowMethods: v.optional(v.array(v.string())),
  AllowOrigins: v.optional(v.array(v.string())),
  ExposeHeaders: v.optional(v.array(v.string())),
  MaxAge: v.optional(v.number()),
});

const jwtAuthorizer = v.strictObject({
  ApiId: v.string(),
  AuthorizerType: v.literal('JWT'),
  IdentitySource: v.tuple([v.pipe(v.string(), v.regex(/^\$request\.(header|querystring)\.[\w-]+$/))]),
  JwtConfiguration: v.strictObject({ Audience: v.array(v.string()), Issuer: v.string() }),
  Name: noEffect, // label
});

const requestAuthorizer = v.strictObject({
  ApiId: v.string(),
  AuthorizerType: v.literal('REQUEST'),
  AuthorizerUri: v.string(),
  // WebSocket APIs do not cache authorizer results.
  AuthorizerResultTtlInSeconds: v.optional(v.literal(0)),
  IdentitySource: v.optional(
    v.array(v.pipe(v.string(), v.regex(/^route\.request\.(header|querystring)\.[\w-]+$/))),
  ),
  Name: noEffect, // label
});

/** What the local API Gateway honours, by resource type; any other property is refused by name. */
export const propertiesOf = {
  api: v.strictObject({
    ProtocolType: v.picklist(['HTTP', 'WEBSOCKET']),
    RouteSelectionExpression: v.optional(
      v.pipe(v.string(), v.regex(/^\$(request\.method \$request\.path|\{?request\.body\.[\w.]+\}?)$/)),
    ),
    CorsConfiguration: v.optional(corsConfiguration),
    Name: noEffect, // label
    Description: noEffect, // label
    Tags: noEffect, // label
    DisableExecuteApiEndpoint: v.optional(v.literal(false)),
    IpAddressType: noEffect, // loopback
  }),
  route: v.strictObject({
    ApiId: v.string(),
    RouteKey: v.string(),
    Target: v.pipe(v.string(), v.startsWith('integrations/')),
    AuthorizationType: v.optional(v.picklist(['NONE', 'JWT', 'CUSTOM'])),
    AuthorizerId: v.optional(v.string()),
    AuthorizationScopes: v.optional(v.array(v.string())),
    ApiKeyRequired: v.optional(v.literal(false)),
    RouteResponseSelectionExpression: v.optional(v.literal('$default')),
    OperationName: noEffect, // label
  }),
  routeResponse: v.strictObject({
    ApiId: v.string(),
    RouteId: v.string(),
    RouteResponseKey: v.literal('$default'),
  }),
  integration: v.strictObject({
    ApiId: v.string(),
    IntegrationType: v.literal('AWS_PROXY'),
    IntegrationUri: v.string(),
    IntegrationMethod: v.optional(v.literal('POST')),
    // WebSocket integrations say nothing or 1.0; HTTP integrations must say 2.0 (see inspectApis).
    PayloadFormatVersion: v.optional(v.picklist(['1.0', '2.0'])),
    TimeoutInMillis: v.optional(v.pipe(v.number(), v.minValue(50), v.maxValue(30_000))),
    Description: noEffect, // label
  }),
  authorizer: v.variant('AuthorizerType', [jwtAuthorizer, requestAuthorizer]),
  stage: v.strictObject({
    ApiId: v.string(),
    StageName: v.string(),
    AutoDeploy: v.literal(true),
    DefaultRouteSettings: v.optional(routeSettings),
    RouteSettings: v.optional(v.record(v.string(), routeSettings)),
    StageVariables: v.optional(v.record(v.string(), v.string())),
    AccessLogSettings: noEffect, // no CloudWatch
    Description: noEffect, // label
    Tags: noEffect, // label
  }),
};

export type CorsConfiguration = v.InferOutput<typeof corsConfiguration>;
export type JwtAuthorizerProperties = v.InferOutput<typeof jwtAuthorizer>;
export type RequestAuthorizerProperties = v.InferOutput<typeof requestAuthorizer>;
export type StageProperties = v.InferOutput<typeof propertiesOf.stage>;
