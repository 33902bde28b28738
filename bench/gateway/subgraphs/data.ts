/** A customer of the shop whose graph is measured. */
export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly birthYear: number;
}

/** An article, as the catalogue has it. */
export interface ProductRow {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
}

/** The opinion of a customer about an article. */
export interface ReviewRow {
  readonly id: string;
  readonly body: string;
  readonly upc: string;
}

export const users: readonly UserRow[] = [
  { id: '1', name: 'Ada Moreau', username: 'ada', birthYear: 1984 },
  { id: '2', name: 'Bruno Keller', username: 'bruno', birthYear: 1979 },
  { id: '3', name: 'Chiara Lombardi', username: 'chiara', birthYear: 1991 },
  { id: '4', name: 'Dieter Hoffmann', username: 'dieter', birthYear: 1966 },
  { id: '5', name: 'Elin Sandberg', username: 'elin', birthYear: 2001 },
  { id: '6', name: 'Farid Benali', username: 'farid', birthYear: 1988 },
];

export const products: readonly ProductRow[] = [
  { upc: '1', name: 'Workbench', price: 640, weight: 120 },
  { upc: '2', name: 'Bookcase', price: 1450, weight: 900 },
  { upc: '3', name: 'Teapot', price: 35, weight: 15 },
  { upc: '4', name: 'Armchair', price: 720, weight: 260 },
  { upc: '5', name: 'Projector', price: 1890, weight: 45 },
  { upc: '6', name: 'Lantern', price: 55, weight: 20 },
  { upc: '7', name: 'Stove', price: 3100, weight: 2200 },
  { upc: '8', name: 'Piano', price: 24500, weight: 5100 },
  { upc: '9', name: 'Hammock', price: 150, weight: 40 },
];

/** The articles that the warehouse has. */
export const upcsInStock: ReadonlySet<string> = new Set(['1', '3', '4', '6', '9']);

const sentences = [
  'It arrived two days earlier than promised, and the box was whole.',
  'The instructions are short, but every screw in the bag has a picture that says where it belongs.',
  'After a month of daily use nothing has come loose, and the colour is still the one of the first day.',
  'The surface takes a wet cloth well, although a cup that is left overnight leaves a faint ring.',
  'My neighbour has the older model and asked me twice where the new one was bought.',
  'For the price I had expected less, and so I ordered a second one for my parents.',
  'It weighs more than it looks, and two people are needed to carry it up the stairs.',
  'The service answered a question about spare parts within the hour and in full sentences.',
];

/** The article of each review, and how many sentences it has. */
const shapes: readonly (readonly [upc: string, length: number])[] = [
  ['1', 4],
  ['1', 4],
  ['1', 4],
  ['1', 2],
  ['2', 5],
  ['2', 4],
  ['2', 3],
  ['2', 2],
  ['3', 2],
  ['4', 2],
  ['4', 8],
];

/** Two articles have four reviews each, so that most of an answer is text that comes again and again. */
export const reviews: readonly ReviewRow[] = shapes.map(([upc, length], index) => ({
  id: `${index + 1}`,
  upc,
  body: Array.from({ length }, (_, nth) => sentences[(index + nth) % sentences.length]).join(' '),
}));

/** Every review has this author, and every customer has the first two reviews: so few rows make a deep answer. */
export const [author] = users;
export const reviewsOfUser = reviews.slice(0, 2);
