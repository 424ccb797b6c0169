import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router';
import { InboxScreen } from './inbox/inbox-screen.js';
import { useSession } from './api/use-session.js';
import { LostScreen } from './screens/lost.js';
import { isView } from './store/views.js';

const root = createRootRoute({ component: Outlet, notFoundComponent: LostScreen });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: () => <Navigate to="/inbox/{-$view}/{-$conversationId}" params={{ view: 'waiting' }} replace />,
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('./screens/login.js'), 'LoginScreen'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./screens/welcome.js'), 'WelcomeScreen'),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./screens/forgot.js'), 'ForgotScreen'),
});

const password = createRoute({
  getParentRoute: () => root,
  path: '/password',
  component: lazyRouteComponent(() => import('./screens/password.js'), 'PasswordScreen'),
});

const team = createRoute({
  getParentRoute: () => root,
  path: '/setup/team',
  component: lazyRouteComponent(() => import('./team/team-screen.js'), 'TeamScreen'),
});

const review = createRoute({
  getParentRoute: () => root,
  path: '/system/review',
  component: lazyRouteComponent(() => import('./review/review-screen.js'), 'ReviewScreen'),
});

const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  component: lazyRouteComponent(() => import('./account/account-screen.js'), 'AccountScreen'),
});

export const inboxRoute = createRoute({
  getParentRoute: () => root,
  path: '/inbox/{-$view}/{-$conversationId}',
  validateSearch: ({ message }: Record<string, unknown>): { message?: string } =>
    typeof message === 'string' ? { message } : {},
  component: function InboxRoute() {
    const session = useSession();
    const { view = 'waiting', conversationId = null } = inboxRoute.useParams();
    const { message = null } = inboxRoute.useSearch();
    if (!('user' in session)) return <Navigate to="/login" replace />;
    if (!isView(view)) return <LostScreen />;
    return <InboxScreen view={view} conversationId={conversationId} messageId={message} />;
  },
});

export const router = createRouter({
  routeTree: root.addChildren([home, login, welcome, forgot, password, team, review, me, inboxRoute]),
  defaultPreload: false,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
