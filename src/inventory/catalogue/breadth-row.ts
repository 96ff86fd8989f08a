/** A row of `breadth.json`: one of CloudFormation's types. Everything else is the same for all of them. */

export interface BreadthRow {
  /** `AWS::Synthetics::Canary`. */
  readonly cloudFormation: string;
  /** `synthetics_canary`: unique, among the catalogue's own as well. */
  readonly key: string;
  readonly service: string;
  readonly type: string;
  readonly scope?: 'global';
  readonly askIn?: string;
  /** A path, or with braces a template, into Cloud Control's response. */
  readonly arn?: string;
  /** The property that holds tags. */
  readonly tags?: string;
  /** The native entry that lists the same resources: it is more complete, so this one is listed only by name. */
  readonly native?: string;
}
