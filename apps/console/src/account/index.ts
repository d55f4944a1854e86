import { lazyRouteComponent } from '@tanstack/react-router'

export { useAccount, useSignOut } from './account.ts'
export { PasswordField } from './PasswordField.tsx'
export { ROLE_WORDS } from './role-words.ts'
export { SignInPage } from './SignInPage.tsx'
export const AccountPage = lazyRouteComponent(() => import('./AccountPage.tsx'), 'AccountPage')
