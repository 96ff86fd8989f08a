/** What `breadth.json` says of one of CloudFormation's types. The rest is the same for all of them. */

export interface BreadthRow {
  /** `AWS::Synthetics::Canary`. */
  readonly cloudFormation: string;
  /** `synthetics_canary`: unique, among the catalogue's own as well. */
  readonly key: string;
  readonly service: string;
  readonly type: string;
  readonly scope?: 'global';
  readonly askIn?: string;
  /** A path, or with braces a template, into Cloud Control's answer. */
  readonly arn?: string;
  /** The property that holds tags. */
  readonly tags?: string;
  /** The catalogue's own entry that lists the same things: that one is better, so this is asked only by name. */
  readonly native?: string;
}
