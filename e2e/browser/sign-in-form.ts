import type { Page } from 'playwright-core';

/** The password of all development users. */
export const developmentPassword = 'Facturation-2026';

/** Fills in the provider's form and sends it. */
export async function fillSignInForm(
  page: Page,
  username: string,
  password: string = developmentPassword,
): Promise<void> {
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
}
