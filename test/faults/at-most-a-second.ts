import {
  mapResources,
  type SynthesizedTemplate,
} from '../../packages/local-cloud/src/faults/shorten-timeouts.ts';

/** The template with an HTTP API that takes so many requests a second. */
export function atMostASecond(rate: number): (synthesized: SynthesizedTemplate) => Record<string, unknown> {
  const DefaultRouteSettings = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: rate };
  return (synthesized) =>
    mapResources(synthesized, 'AWS::ApiGatewayV2::Stage', (properties, id) =>
      id.startsWith('CoffeeApiStage') ? { ...properties, DefaultRouteSettings } : properties,
    );
}
