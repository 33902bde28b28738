import type { Page } from 'playwright-core';
import { pressOn, tabTo, typeInto } from './keyboard.ts';
import { developmentPassword } from './sign-in-form.ts';
import type { Visitor } from './visitor.ts';

/** Somebody who comes to the system for the first time, with the password of the development users. */
export interface Newcomer {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** The cells of a line as they are typed: description, quantity, unit, price, VAT. */
type TypedLine = readonly [string, string, string, string, string];

/** The customer of the journey. */
export const journeyCustomer = 'Librairie Saint-Honoré';
/** The lines of the journey's invoice. */
export const journeyLines: readonly TypedLine[] = [
  ['Conseil en organisation', '2,5', 'jour', '1 234,56', '20'],
  ['Trajet', '1', 'forfait', '89,90', '10'],
  ['Guide imprimé', '3', 'pièce', '9,99', '5,5'],
];

/** Registers at the identity provider, and comes back to the page. */
export async function register(visitor: Visitor, newcomer: Newcomer): Promise<void> {
  const { page } = visitor;
  const { username, firstName, lastName } = newcomer;
  await visitor.go('/account');
  await page.getByRole('link', { name: /^(Sign in|Se connecter)$/ }).click();
  await page.locator('a[href*="registration"]').click();
  const values = {
    username,
    email: `${username}@facturation.example`,
    firstName,
    lastName,
    password: developmentPassword,
    'password-confirm': developmentPassword,
  };
  for (const [name, value] of Object.entries(values)) await page.locator(`input[name=${name}]`).fill(value);
  await page.keyboard.press('Enter');
  await page.getByRole('main').getByText(username, { exact: true }).first().waitFor();
}

/** Gives a person the role of a billing manager, on the page of people in English. */
export async function makeBillingManager(admin: Visitor, username: string): Promise<void> {
  const { page } = admin;
  await admin.signIn('admin', `/people?search=${username}`);
  await page.getByRole('link', { name: username }).click();
  await page.getByRole('checkbox', { name: 'Billing manager' }).check();
  await page.getByRole('button', { name: 'Save the roles' }).click();
  await page.getByText(`The roles of ${username} were saved.`).waitFor();
}

/** Adds a customer with an address, in English. */
export async function addCustomer(manager: Visitor, name: string): Promise<void> {
  const { page } = manager;
  await manager.signIn('customer-manager', '/customers');
  await page.getByRole('link', { name: 'New customer' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Contact').fill('Élodie Martin');
  await page.getByLabel('VAT or registration number').fill('FR40303265045');
  await page.getByLabel('Street and number').fill('155 rue Saint-Honoré');
  await page.getByLabel('Postal code').fill('75001');
  await page.getByLabel('Town').fill('Paris');
  await page.getByLabel('Country').selectOption('FR');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`${name} was added.`).waitFor();
}

/** Writes a new invoice in French by keyboard alone, from any page, and waits until the server has all of it. */
export async function writeInvoice(
  page: Page,
  customer: string,
  lines: readonly TypedLine[],
  { dueDate, note }: { readonly dueDate: string; readonly note: string },
): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Principale' });
  await pressOn(page, navigation.getByRole('link', { name: 'Factures' }));
  await page.getByRole('heading', { level: 1, name: 'Factures' }).waitFor();
  await pressOn(page, page.getByRole('link', { name: 'Nouvelle facture' }));
  await typeInto(page, page.getByRole('combobox', { name: 'Client' }), customer);
  await page.getByRole('listbox').getByRole('option', { name: customer }).waitFor();
  await page.keyboard.press('Enter');
  await typeInto(page, page.getByRole('textbox', { name: /^Échéance/ }), dueDate);
  await typeInto(page, page.getByLabel('Note sur la facture'), note);
  await tabTo(page, page.getByRole('row', { name: 'Ligne 1' }).getByLabel('Désignation'));
  for (const [index, cells] of lines.entries()) {
    for (const [at, cell] of cells.entries()) {
      await page.keyboard.type(cell);
      const isLast = index === lines.length - 1 && at === cells.length - 1;
      if (!isLast) await page.keyboard.press('Tab');
    }
    if (index < lines.length - 1)
      await page.waitForFunction(`document.activeElement?.id.endsWith('.description')`);
  }
  await page.keyboard.press('Control+s');
  await page.getByText(/^Enregistré à /).waitFor();
}

/** Issues the draft that is written, by keyboard alone. @returns the number of the invoice */
export async function issueByKeyboard(page: Page): Promise<string> {
  await pressOn(page, page.getByRole('button', { name: 'Émettre…' }));
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Émettre' }));
  await page.waitForURL(/\/invoices\/[0-9a-f-]+$/);
  const heading = page.getByRole('heading', { level: 1, name: /^Facture \d{4}-\d+$/ });
  return ((await heading.textContent()) ?? '').replace('Facture ', '');
}

/** Records a payment of the invoice that is shown, in French. */
export async function recordPayment(page: Page, amount: string, reference: string): Promise<void> {
  await page.getByRole('button', { name: 'Enregistrer un paiement' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Montant en/).fill(amount);
  await dialog.getByLabel('Référence').fill(reference);
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('Le paiement est enregistré.').waitFor();
}

/** Credits a quantity of one line of the invoice that is shown, in French. */
export async function creditLine(page: Page, description: string, quantity: string): Promise<void> {
  await page.getByRole('button', { name: 'Plus', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Créer un avoir' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Des quantités de lignes').check();
  await dialog.getByLabel(`Quantité de ${description}`).fill(quantity);
  await dialog.getByLabel(/^Motif/).fill('Trajet annulé');
  await dialog.getByRole('button', { name: 'Créer l’avoir' }).click();
  await page.getByText(/^Avoir CN-\S+ émis\.$/).waitFor();
}
