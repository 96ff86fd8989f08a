/**
 * The SDK's builders are typed for generated code, each client by a configuration of its own. Here the configuration is
 * data, so the generic client talks to them untyped.
 */
export type Untyped = never;
