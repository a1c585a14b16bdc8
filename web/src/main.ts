import { mount } from 'svelte';
import './style/fonts.css';
import './style/base.css';
import App from './App.svelte';
import { applyPrefs } from './lib/prefs.svelte';

applyPrefs();
mount(App, { target: document.body });
