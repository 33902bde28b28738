const times = [
  ...['', ' HH:mm', ' HH:mm:ss', ' H:mm', ' H:mm:ss', ' hh:mm a', ' h:mm a', ' h:mm:ss a'],
  ...[', HH:mm', ', HH:mm:ss', ', h:mm a', ', h:mm:ss a', 'THH:mm:ss'],
  ...[' HH:mm:ss XX', ' HH:mm:ss XXX'], // Unicode TR35: offsets without and with a colon
];

/** Forms of days by their first part: first those that fit fewer texts, years of two digits last. */
const days = {
  day: withShortYears([
    ...['dd/MM/yyyy', 'dd.MM.yyyy', 'dd-MM-yyyy', 'd/M/yyyy', 'd.M.yyyy', 'd-M-yyyy'],
    ...['dd-MMM-yyyy', 'dd MMM yyyy', 'ddMMMyyyy', 'dd MMMM yyyy', 'd-MMM-yyyy', 'd MMM yyyy', 'd MMMM yyyy'],
    ...['dd. MMM yyyy', 'dd. MMMM yyyy', 'd. MMM yyyy', 'd. MMMM yyyy', "d 'de' MMMM 'de' yyyy"],
  ]),
  month: withShortYears([
    ...['MM/dd/yyyy', 'MM.dd.yyyy', 'MM-dd-yyyy', 'M/d/yyyy', 'M.d.yyyy', 'M-d-yyyy'],
    ...['MMM dd, yyyy', 'MMMM dd, yyyy', 'MMM d, yyyy', 'MMMM d, yyyy'],
  ]),
  year: [
    ...['yyyy-MM-dd', 'yyyy/MM/dd', 'yyyy.MM.dd', 'yyyyMMdd', 'yyyy-MMM-dd'],
    ...['yy/MM/dd', 'yy.MM.dd', 'yy-MM-dd', 'yy-MMM-dd'],
  ],
};

/** The first part of a form of dates. */
export type DateOrder = keyof typeof days;

/** The forms that files are known to have, by their first part, the likeliest first. */
export const knownForms: ReadonlyMap<DateOrder, readonly string[]> = new Map(
  (['day', 'month', 'year'] as const).map((order) => [
    order,
    days[order].flatMap((day) => times.map((time) => `${day}${time}`)),
  ]),
);

/** Languages in which months are searched, if they are not English. */
export const monthLanguages = [
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'pt',
  'da',
  'sv',
  'nb',
  'fi',
  'pl',
  'cs',
  'hu',
  'tr',
];

function withShortYears(forms: readonly string[]): string[] {
  return [...forms, ...forms.map((form) => form.replace('yyyy', 'yy'))];
}
