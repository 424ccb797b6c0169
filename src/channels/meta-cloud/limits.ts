/**
 * What the Cloud API takes at most (contract meta-cloud 8.4). Meta does not say whether it counts code
 * points or UTF-16 units; `length`, the UTF-16 count, is never smaller, so what fits by it fits by both.
 */
export const LIMITS = {
  text: 4096,
  caption: 1024,
  filename: 240,
  buttons: 3,
  buttonTitle: 20,
  buttonId: 256,
  buttonsBody: 1024,
  listBody: 4096,
  listButton: 20,
  sections: 10,
  sectionTitle: 24,
  /** over all sections together */
  rows: 10,
  rowId: 200,
  rowTitle: 24,
  rowDescription: 72,
  contacts: 5,
  templateName: 512,
  templateText: 32_768,
  urlVariable: 2000,
  callbackData: 512,
} as const;
