import '../lib/base.css';
import { mount } from 'svelte';
import Demo from './Demo.svelte';

mount(Demo, { target: document.body });
