const trades = [
  'Boulangerie',
  'Librairie',
  'Café',
  'Atelier',
  'Menuiserie',
  'Pharmacie',
  'Garage',
  'Fromagerie',
];
const families = ['Martin', "d'Aubigné", 'Lefèvre', 'Moreau', 'Bernard', 'Nguyễn', 'Öztürk', 'García & Fils'];
/** The punctuation that writers of CSV get wrong. */
const forms = ['', ' SARL', ', Lyon', ' "Le Bon Coin"'];

/** The name of a simulated customer, another one for each number from 0. */
export function toCustomerName(customer: number): string {
  const trade = trades[customer % trades.length];
  const rest = Math.floor(customer / trades.length);
  const family = families[rest % families.length];
  const form = forms[(customer * 7) % forms.length];
  const round = Math.floor(rest / families.length);
  return `${trade} ${family}${form}${round === 0 ? '' : ` ${round + 1}`}`;
}
